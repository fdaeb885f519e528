/** Bounds of everything read as PDF, so that hostile files cost little. */
export const PDF_BYTES_MAX = 64 * 1024 * 1024;
export const PDF_DEPTH_MAX = 32;
export const PDF_OBJECTS_MAX = 200_000;
/** Rows of all cross-reference sections together; a few octets can unpack to very many of them. */
export const PDF_ROWS_MAX = 400_000;
export const PDF_SECTIONS_MAX = 64;
export const PDF_SIGNATURES_MAX = 16;
export const PDF_FIELDS_MAX = 4_096;
/** Octets one file may unpack to, all its cross-reference and object streams together. */
export const PDF_UNPACKED_BYTES_MAX = 64 * 1024 * 1024;
/** A revision ends in `startxref`, an offset and `%%EOF`; these octets are looked at for them. */
export const PDF_TAIL_BYTES = 1_024;
/** No name and no signature is longer; content stands in streams. */
export const PDF_STRING_OCTETS_MAX = 1024 * 1024;
/** Metadata of one document. */
export const PDF_METADATA_BYTES_MAX = 1024 * 1024;

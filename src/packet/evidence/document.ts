import { type Refusal, refusal } from '#domain';
import { err, ok, type Result } from '#kernel';
import { pathOf, type XmlDocument } from '#xml';
import { content, group, leaf, line, many, mapped, moment, named, octets, optional, salt, sha256, whole } from '../codec/index.ts';
import { documentType, VERSION } from '../document/document.ts';
import { versionId } from '../document/types.ts';
import type { EvidenceFile } from './model.ts';

/** Bounds of an evidence file; the whole is at most 20 MB as every document. */
const CERTIFICATE = { bytes: 64 * 1024, count: 64 } as const;
const CRL = { bytes: 12 * 1024 * 1024, count: 64 } as const;
const OCSP = { bytes: 256 * 1024, count: 64 } as const;
const TOKEN_BYTES_MAX = 64 * 1024;
const RENEWALS_MAX = 200;
const LEAVES_MAX = 9_999_999_999;
const PROOF_MAX = 64;

const renewal = group('GIA_HAN', {
  origin: leaf('LOG', line(200)),
  treeSize: leaf('KICH_THUOC', whole(1, LEAVES_MAX)),
  root: leaf('GOC', sha256),
  previous: optional(leaf('LAN_TRUOC', sha256)),
  token: leaf('DAU_THOI_GIAN', octets(TOKEN_BYTES_MAX)),
});

const evidence = documentType(
  'BANG_CHUNG',
  { PhienBan: VERSION },
  mapped(
    content(
      'BANG_CHUNG',
      {
        sha256: leaf('BAM_SHA256', sha256),
        at: leaf('THOI_DIEM', moment),
        certificates: many(leaf('CHUNG_THU_SO', octets(CERTIFICATE.bytes)), 0, CERTIFICATE.count),
        crls: many(leaf('CRL', octets(CRL.bytes)), 0, CRL.count),
        ocsps: many(leaf('OCSP', octets(OCSP.bytes)), 0, OCSP.count),
        renewed: optional(
          group('NHAT_KY', {
            versionId: leaf('MA_PHIEN_BAN', versionId),
            event: leaf('SU_KIEN', named({ admitted: 'TIEP_NHAN', withdrawn: 'THU_HOI', replaced: 'THAY_THE', finalized: 'CHOT' })),
            at: leaf('THOI_DIEM', moment),
            index: leaf('SO_THU_TU', whole(0, LEAVES_MAX)),
            salt: leaf('MUOI', salt),
            path: many(leaf('BANG_CHUNG', sha256), 0, PROOF_MAX),
            renewals: many(renewal, 1, RENEWALS_MAX),
          }),
        ),
      },
      { fixed: { PhienBan: VERSION } },
    ),
    (value: EvidenceFile) => value,
    (value, at): Result<EvidenceFile, Refusal> => {
      const { renewed } = value;
      const first = renewed?.renewals[0];
      if (renewed === undefined || first === undefined || renewed.index < first.treeSize) return ok(value);
      return err(
        refusal(
          'form/mismatch',
          { name: 'SO_THU_TU', value: renewed.index, other: 'KICH_THUOC (phải lớn hơn)', expected: first.treeSize },
          `${pathOf(at)}/NHAT_KY`,
        ),
      );
    },
  ),
);

/** The evidence for one packet (docs/evidence.md). */
export const writeEvidence = (value: EvidenceFile): Result<Uint8Array, Refusal> => evidence.write(value);
export const readEvidence = (document: XmlDocument): Result<EvidenceFile, Refusal> => evidence.read(document);

/** Longer than any browser takes to read what it was given to save: Safari does so after the click. */
const READ_MS = 60_000;

/** Leaves an address to the browser as a download of its own; without a name, under the one the server gives. */
export const download = (address: string, fileName = ''): void =>
  Object.assign(document.createElement('a'), { href: address, download: fileName }).click();

/** Saves what the page holds. */
export function save(content: Blob, fileName: string): void {
  const address = URL.createObjectURL(content);
  download(address, fileName);
  setTimeout(() => URL.revokeObjectURL(address), READ_MS);
}

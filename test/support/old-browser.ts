import type { BrowserContext } from 'playwright-core';

/**
 * Schools work on PCs whose last browsers are Chrome 109 and Firefox 115 (Windows 7 and 8.1), phones on Safari 16.4: what came into the language after them is taken away, so
 * that a screen which leans on it fails here and not there. `URL.parse` stays: no screen calls it, and sockets that a test plays itself do not open without it.
 */
export const asOldBrowser = (context: BrowserContext) => context.addInitScript(() => {
  const newer: readonly (readonly [owner: object | undefined, names: readonly string[]])[] = [
    [Array, ['fromAsync']], [Array.prototype, ['toReversed', 'toSorted', 'toSpliced', 'with']], [String.prototype, ['isWellFormed', 'toWellFormed']],
    [Map, ['groupBy']], [Object, ['groupBy']], [Promise, ['try', 'withResolvers']], [Set.prototype, ['difference', 'intersection', 'isDisjointFrom', 'isSubsetOf', 'isSupersetOf', 'symmetricDifference', 'union']],
    [URL, ['canParse']], [AbortSignal, ['any']], [RegExp, ['escape']], [Intl, ['DurationFormat', 'Segmenter']], [Uint8Array, ['fromBase64', 'fromHex']], [Uint8Array.prototype, ['toBase64', 'toHex']],
    [Object.getPrototypeOf(Object.getPrototypeOf([].values())) as object, ['drop', 'every', 'filter', 'find', 'flatMap', 'forEach', 'map', 'reduce', 'some', 'take', 'toArray']],
  ];
  for (const [owner, names] of newer) for (const name of names) if (owner !== undefined) Reflect.deleteProperty(owner, name);
});

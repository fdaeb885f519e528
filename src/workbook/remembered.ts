/** Words kept; a school's files use some 3,000 different ones. */
const WORDS = 20_000;

/** A function of a word that remembers its answers: sheets say the same few words again and again. */
export function remembered<T>(answer: (word: string) => T): (word: string) => T {
  const known = new Map<string, T>();
  return (word) => {
    const before = known.get(word);
    if (before !== undefined || known.has(word)) return before as T;
    if (known.size >= WORDS) known.clear();
    const now = answer(word);
    known.set(word, now);
    return now;
  };
}

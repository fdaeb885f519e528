/** The rhymes of Vietnamese without their tones: what may stand behind the first consonant of a syllable. */
const RHYMES = new Set(
  `a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
  i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot
  ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uynh uyt uyu
  ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yên yêm yêng yêt yêu ynh yt`.split(/\s+/),
);
const ONSET = /^(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx])/;
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;
const RISING_OR_HEAVY = /^[\u0301\u0323]$/;

/**
 * Whether a word could be a Vietnamese syllable: first consonant, rhyme, at most one tone, and a final c, ch, p or t only with sắc or
 * nặng. Not a dictionary: it tells text from text that was read in the wrong encoding.
 */
export function isSyllable(word: string): boolean {
  const parts = word.toLowerCase().normalize('NFD');
  const tones = parts.match(TONES) ?? [];
  if (tones.length > 1) return false;
  const bare = parts.replace(TONES, '').normalize('NFC');
  const onset = ONSET.exec(bare)?.[0] ?? '';
  // `gi` and `qu` share a letter with some rhymes: gì, giếng, quốc.
  const rhyme = [onset, onset.slice(0, 1)].map((start) => bare.slice(start.length)).find((rest) => RHYMES.has(rest));
  return rhyme !== undefined && (!/(?:[cpt]|ch)$/.test(rhyme) || RISING_OR_HEAVY.test(tones[0] ?? ''));
}

/** How a forged part takes the name of the genuine one: the genuine keeps its Id, and the forged part has none, another, the same, or the same in other spellings. */
const DISGUISES: Readonly<Record<string, (forged: string, id: string) => string>> = {
  'no Id': (forged, id) => forged.replace(` Id="${id}"`, ''),
  'another Id': (forged, id) => forged.replace(` Id="${id}"`, ` Id="${id}2"`),
  'the same Id': (forged) => forged,
  'the Id as ID': (forged, id) => forged.replace(` Id="${id}"`, ` ID="${id}"`),
  'the Id as xml:id': (forged, id) => forged.replace(` Id="${id}"`, ` xml:id="${id}"`),
  'the Id with a space': (forged, id) => forged.replace(` Id="${id}"`, ` Id="${id} "`),
};

interface Cast { /** The document without the genuine part, with `@` where it stood. */ readonly hole: string; readonly genuine: string; readonly forged: string; readonly closing: string }
type Layout = (cast: Cast) => string;

const HEAD = '<ds:KeyInfo>';
const inHead = (text: string, put: string): string => {
  const at = text.indexOf(HEAD, text.indexOf('Id="sig-cbql"'));
  return text.slice(0, at) + put + text.slice(at);
};

/**
 * Where the genuine part goes. XSW 1 to 8: Somorovsky, Mayer, Schwenk, Kampmann, Jensen, "On Breaking SAML: Be Whoever You Want to Be" (USENIX Security
 * 2012), table 2, told for a document whose signatures stand beside the signed part; the sibling layouts: McIntosh & Austel, "XML signature element
 * wrapping attacks and countermeasures" (2005).
 */
const LAYOUTS: Readonly<Record<string, Layout>> = {
  'XSW 1: the genuine part inside the signature': ({ hole, genuine, forged }) => inHead(hole.replace('@', () => forged), genuine),
  'XSW 2: the genuine part before the signature': ({ hole, genuine, forged }) => hole.replace('@', () => forged).replace(/(?=<ds:Signature [^>]*Id="sig-cbql")/, () => genuine),
  'XSW 3: the forged part before the genuine one': ({ hole, genuine, forged }) => hole.replace('@', () => forged + genuine),
  'XSW 4: the genuine part inside the forged one': ({ hole, genuine, forged, closing }) => hole.replace('@', () => forged.slice(0, -closing.length) + genuine + closing),
  'XSW 5: the forged part in place, the genuine one last': ({ hole, genuine, forged }) => hole.replace('@', () => forged).replace('</HOC_BA>', () => `${genuine}</HOC_BA>`),
  'XSW 6: the genuine part inside the signature of the forged one': ({ hole, genuine, forged }) => inHead(hole.replace('@', () => forged), `<ds:Object>${genuine}</ds:Object>`),
  'XSW 7: the genuine part in an extension': ({ hole, genuine, forged }) => hole.replace('@', () => `<MO_RONG>${genuine}</MO_RONG>${forged}`),
  'XSW 8: the genuine part in an object after the properties': ({ hole, genuine, forged }) => hole.replace('@', () => forged).replace('</ds:Object></ds:Signature></CBQL>', () => `</ds:Object><ds:Object>${genuine}</ds:Object></ds:Signature></CBQL>`),
  'sibling: the genuine part before the forged one': ({ hole, genuine, forged }) => hole.replace('@', () => genuine + forged),
  'sibling: the forged part as a foreign element': ({ hole, genuine, forged }) => hole.replace('@', () => `<x:a xmlns:x="urn:khac">${forged}</x:a>${genuine}`),
  'a new root around both': ({ hole, genuine, forged }) => hole.replace('@', () => forged).replace('<HOC_BA ', `<HOC_BA xmlns="urn:vn:edu:hoc-ba-so:1" HoSo="hbs-1" PhienBan="1.0"><CU>${genuine}</CU><HOC_BA `).replace(/<\/HOC_BA>$/, '</HOC_BA></HOC_BA>'),
  'the genuine part in unsigned properties': ({ hole, genuine, forged }) => hole.replace('@', () => forged).replace('</xades:UnsignedSignatureProperties>', () => `${genuine}</xades:UnsignedSignatureProperties>`),
  'the genuine part in KeyInfo': ({ hole, genuine, forged }) => hole.replace('@', () => forged).replace(/<\/ds:KeyInfo>(?!.*<\/ds:KeyInfo>)/, () => `${genuine}</ds:KeyInfo>`),
};

/** What is wrapped: the element, its Id, and how it is forged. */
const PARTS: readonly (readonly [name: string, pattern: RegExp, id: string, forge: (part: string) => string])[] = [
  ['the data', /<DU_LIEU_HOC_BA .*<\/DU_LIEU_HOC_BA>/, 'data', (part) => part.replace(/<HO_TEN>[^<]*/, '<HO_TEN>Người Khác').replaceAll('Id="diem-', 'Id="d-').replace('Id="thongtinhocba"', 'Id="t"')],
  ['the record', /<THONG_TIN_HOC_BA .*<\/THONG_TIN_HOC_BA>/, 'thongtinhocba', (part) => part.replace('<DIEM_KTDK>9', '<DIEM_KTDK>10').replaceAll('Id="diem-', 'Id="d-')],
  ['the head’s signature value', /<ds:SignatureValue Id="sv-sig-cbql">[^<]*<\/ds:SignatureValue>/, 'sv-sig-cbql', (part) => part.replace(/>./, (start) => (start === '>A' ? '>B' : '>A'))],
];

/** Every layout of every part in every disguise. */
export const wrappings = (text: string): readonly (readonly [name: string, document: string])[] => PARTS.flatMap(([part, pattern, id, forge]) => {
  const genuine = pattern.exec(text)![0], hole = text.replace(genuine, '@'), closing = /<\/[^>]*>$/.exec(genuine)![0];
  return Object.entries(LAYOUTS).flatMap(([layout, build]) => Object.entries(DISGUISES).map(([disguise, dress]) => [`${part}; ${layout}; ${disguise}`, build({ hole, genuine, forged: dress(forge(genuine), id), closing })] as const));
});

import { concatBytes, unwrap } from '#kernel';
import { isSignatureElement, type TrustMaterial } from '#signature';
import { descendants, readXml, textOf, type XmlElement } from '#xml';
import { toPem } from '../../test/actors/openssl.ts';
import { randomMutant, sceneOf } from '../../test/hostile/mutator.ts';
import { footingOf, objection } from '../../test/hostile/oracle.ts';
import { openHostileRoom } from '../../test/hostile/room.ts';
import { mutateBytes, wordsOf } from './bytes.ts';
import { askAll, isThere } from './oracles.ts';
import { bisect, type Accepted, type Target } from './target.ts';

const WORDS = wordsOf(
  ' Id="data"',
  ' xml:id="data"',
  '<!-- -->',
  '<?x?>',
  '<![CDATA[9]]>',
  '&#57;',
  '&amp;',
  '<ds:Object>',
  '</ds:Object>',
  '10',
  '\u00a0',
  ' ',
  '\n',
  'URI=""',
  '#data',
  '<HO_TEN>',
  '</HO_TEN>',
  '<!DOCTYPE HOC_BA>',
  'AAAA',
  '=',
);
const MODES = [{}, {}, {}, { schema: 'none' }, { cryptoOnly: true }] as const;
const DS = 'http://www.w3.org/2000/09/xmldsig#';
const IDS = [
  'urn:vn:edu:hoc-ba-so:1:DU_LIEU_HOC_BA',
  'urn:vn:edu:hoc-ba-so:1:THONG_TIN_HOC_BA',
  `${DS}:SignatureValue`,
  'http://uri.etsi.org/01903/v1.3.2#:SignedProperties',
];

/** Genuine packets, changed; what is still valid is held against the signed octets and against `xmlsec1`. */
export async function packetTarget(): Promise<Target> {
  const room = await openHostileRoom();
  await room.stop();
  const genuine = [room.packet, room.otherPupil, room.otherVersion].map((bytes) => ({
    scene: sceneOf(bytes),
    footing: footingOf(bytes),
    bytes,
  }));
  const known = new Set(genuine.flatMap(({ scene }) => heldKeys(scene.elements)));
  const hasOracle = isThere('xmlsec1');
  let turn = 0;
  let base = genuine[0]!;
  return {
    name: 'packet',
    batch: 200,
    generate(random) {
      base = random.pick(genuine);
      const donor = random.pick(genuine);
      const out = random.once(4) ? base.bytes : randomMutant(base.scene, donor.scene, (count) => random.below(count));
      return random.once(2) && out !== base.bytes ? out : mutateBytes(out, random, WORDS, donor.bytes);
    },
    run(input) {
      const mode = MODES[turn++ % MODES.length]!;
      const { verdict, signatures } = room.verify(input, { ...mode, trust: room.authorities });
      if (verdict !== 'TOTAL-PASSED') return {};
      if (mode !== MODES[0] && 'cryptoOnly' in mode)
        return signatures.every((one) => one.verdict === 'TOTAL-PASSED') ? {} : { wrong: 'intact as a whole, broken in part' };
      const wrong =
        'schema' in mode
          ? undefined
          : genuine.some(({ footing }) => objection(footing, input) === undefined)
            ? undefined
            : objection(base.footing, input);
      const elements = [...descendants(unwrap(readXml(input)).root)];
      // A certificate of KeyInfo that is none, or of another signature, is help that does not help; xmlsec1 gives up over it.
      if (!heldKeys(elements).every((held) => known.has(held))) return wrong === undefined ? {} : { wrong };
      return {
        accepted: { input, facts: { count: String(elements.filter(isSignatureElement).length) } },
        ...(wrong !== undefined && { wrong }),
      };
    },
    ask: (items) => (hasOracle ? bisect(items, (some) => xmlsec(some, room.authorities)) : items.map(() => undefined)),
    close: () => Promise.resolve(),
  };
}

const digits = (element: XmlElement): string => textOf(element).replace(/\s/g, '');

/** Each certificate with the value of the signature that holds it. */
const heldKeys = (elements: readonly XmlElement[]): readonly string[] =>
  elements.filter(isSignatureElement).flatMap((signature) => {
    const inside = descendants(signature);
    const named = (wanted: string) => inside.filter(({ local }) => local === wanted).map(digits);
    return named('X509Certificate').map((certificate) => `${named('SignatureValue')[0]} ${certificate}`);
  });

/** One run for each signature of the documents, over all that have so many. */
function xmlsec(items: readonly Accepted[], { anchors, intermediates }: TrustMaterial): string | undefined {
  const files: Record<string, Uint8Array | string> = Object.fromEntries(items.map(({ input }, i) => [`${i}.xml`, concatBytes(input)]));
  const trusted = [
    ...anchors.map((der) => ['--trusted-pem', der] as const),
    ...intermediates.map((der) => ['--untrusted-pem', der] as const),
  ].flatMap(([option, der], i) => {
    files[`${i}.pem`] = toPem('CERTIFICATE', der);
    return [option, `${i}.pem`];
  });
  const most = Math.max(...items.map(({ facts }) => Number(facts['count'])));
  const runs = Array.from({ length: most }, (_, k) => [
    '--verify',
    '--enabled-reference-uris',
    'same-doc',
    ...IDS.flatMap((name) => ['--id-attr:Id', name]),
    '--verification-gmt-time',
    '2024-06-02 00:00:00',
    ...trusted,
    '--node-xpath',
    `(//*[namespace-uri()='${DS}' and local-name()='Signature'])[${k + 1}]`,
    ...items.flatMap(({ facts }, i) => (Number(facts['count']) > k ? [`${i}.xml`] : [])),
  ]);
  const failed = askAll('xmlsec1', runs, files).find(({ status }) => status !== 0);
  return failed === undefined ? undefined : `xmlsec1: ${failed.err.slice(0, 400)}`;
}

import { createPrivateKey, createPublicKey, hash, sign as signBare, verify } from 'node:crypto';
import { assert, unwrap, utf8 } from '#kernel';
import { type PathCache, verifyTimestampToken } from '#signature';
import { nodePrimitives } from '#signature/node';
import { requestTimestamp } from '#signature/remote';
import type { Bench } from './bench.ts';
import { interleaved, onFresh, rounded, SHARES } from './measure.ts';
import { openAuthorities } from './signed-class.ts';

const PER_ROUND = 100;

/** Tokens never seen before of an authority that is known, judged whole, against one check of a signature of that authority (RSA-2048) and the digest of what was stamped. */
export const timestamp: Bench = async (say) => {
  const { pki, tsa, judgedAt } = await openAuthorities();
  say(`Đang xin ${SHARES * PER_ROUND} dấu thời gian…`);
  const stamped: { readonly input: Uint8Array; readonly token: Uint8Array }[] = [];
  for (let i = 0; i < SHARES * PER_ROUND; i++) {
    const input = utf8(`<ds:SignatureValue>${'A'.repeat(344)}${i}</ds:SignatureValue>`);
    stamped.push({ input, token: unwrap(await requestTimestamp(tsa.url, input)) });
  }
  await tsa.stop();
  const trust = await pki.trust(judgedAt);
  const cache: PathCache = new Map();
  const privateKey = createPrivateKey({ key: Buffer.from(pki.tsa.pkcs8), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey);
  const signed = stamped.map(({ input }) => ({ input, signature: signBare('sha256', input, privateKey) }));
  say('Đang đo…');
  const cost = await interleaved({
    bare: onFresh(signed, ({ input, signature }) =>
      assert(hash('sha256', input, 'buffer').length === 32 && verify('sha256', input, publicKey, signature), 'a sound signature verifies'),
    ),
    token: onFresh(stamped, ({ input, token }) => {
      const { verdict, reason } = verifyTimestampToken(token, input, trust, nodePrimitives, judgedAt, cache);
      assert(verdict === 'PASSED', `a sound token is accepted (${reason ?? 'no reason'})`);
    }),
  });
  return {
    bareUs: rounded(cost.bare),
    tokenUs: rounded(cost.token),
    tokensPerSecond: rounded(1e6 / cost.token),
    ratioToBare: rounded(cost.bare / cost.token),
  };
};

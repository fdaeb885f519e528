import type { HELPER_FAILURES } from '#contract';

/** VGCA Sign Service listens on the signer's own machine; one operation per socket, JSON text in and out. */
export const VGCA_URL = 'wss://127.0.0.1:8987';
const CONNECT_MS = 5_000;
/** The device asks for its PIN meanwhile. */
const ANSWER_MS = 120_000;
const ANSWER_CHARS_MAX = 64 * 1024;

export type HelperFailure = (typeof HELPER_FAILURES)[number];
export type HelperAnswer = { readonly value: string } | { readonly failure: HelperFailure };

export interface HelperOptions {
  readonly url?: string;
  readonly connectMs?: number;
  readonly answerMs?: number;
}

/**
 * Has the helper sign a SHA-256 hash (base64) with the device of this machine: `SignMsg` with PKCS#1 v1.5. What it says about the certificate is not
 * believed: the server verifies the value with the certificate it knows.
 */
export function signWithVgca(
  hash: string,
  { url = VGCA_URL, connectMs = CONNECT_MS, answerMs = ANSWER_MS }: HelperOptions = {},
): Promise<HelperAnswer> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${url}/SignMsg`);
    let timer = setTimeout(() => finish({ failure: 'absent' }), connectMs);
    let opened = false;
    const finish = (answer: HelperAnswer): void => {
      clearTimeout(timer);
      resolve(answer);
      socket.close();
    };
    socket.onopen = () => {
      opened = true;
      clearTimeout(timer);
      timer = setTimeout(() => finish({ failure: 'timedOut' }), answerMs);
      socket.send(JSON.stringify({ HashAlg: 'SHA256', HashValue: hash, Encode: 'RSA' }));
    };
    socket.onmessage = ({ data }) => finish(readAnswer(data));
    socket.onclose = () => finish({ failure: opened ? 'malformed' : 'absent' });
  });
}

const BASE64 = /^[A-Za-z0-9+/]{1,2044}={0,2}$/;

/** `{Status: 0, Signature, CertBase64, Error}`; any other status is the device or its holder saying no. */
function readAnswer(data: unknown): HelperAnswer {
  if (typeof data !== 'string' || data.length > ANSWER_CHARS_MAX) return { failure: 'malformed' };
  let answer: unknown;
  try {
    answer = JSON.parse(data);
  } catch {
    return { failure: 'malformed' };
  }
  if (typeof answer !== 'object' || answer === null || !('Status' in answer) || typeof answer.Status !== 'number')
    return { failure: 'malformed' };
  if (answer.Status !== 0) return { failure: 'refused' };
  return 'Signature' in answer && typeof answer.Signature === 'string' && BASE64.test(answer.Signature)
    ? { value: answer.Signature }
    : { failure: 'malformed' };
}

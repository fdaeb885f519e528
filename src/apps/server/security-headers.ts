import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

const SELF = ["'self'"];
const NONE = ["'none'"];
/** The signing helper of the Government Cipher Committee listens here on the signer's own machine. */
const SIGNING_HELPER = 'wss://127.0.0.1:8987';

const directivesFor = (connectSrc: readonly string[]) => ({
  defaultSrc: NONE,
  scriptSrc: SELF,
  styleSrc: SELF,
  fontSrc: SELF,
  imgSrc: [...SELF, 'data:'],
  connectSrc: [...connectSrc],
  manifestSrc: SELF,
  formAction: SELF,
  baseUri: NONE,
  frameAncestors: NONE,
  objectSrc: NONE,
});

/** No inline code, no foreign origin, no framing, no referrer. Only the school desk may speak to the signing helper. */
export async function securityHeaders(app: FastifyInstance, options: { readonly secure: boolean }): Promise<void> {
  await app.register(helmet, {
    global: true,
    contentSecurityPolicy: { useDefaults: false, directives: directivesFor(SELF) },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
    hsts: options.secure ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    reply.header('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()');
    done();
  });
}

/** The policy of the school desk's page. */
export const schoolDeskPolicy: string = Object.entries(directivesFor([...SELF, SIGNING_HELPER]))
  .map(([name, values]) => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${values.join(' ')}`)
  .join(';');

import { builtIn, type PolicyFile } from '#signature';
import hocBa from '../../policies/verification-hocba.json' with { type: 'json' };

/** Học bạ and the messages of the exchange. */
export const HOCBA_POLICY: PolicyFile = builtIn(hocBa);

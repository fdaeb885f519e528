import type { Certificate } from './certificate.ts';
import { valuesOf } from './name.ts';
import { NAME_ATTRIBUTE } from './oids.ts';

/** The organisational unit every certificate of a trial carries, so that no screen shows a trial signature as a real one. */
export const TEST_LABEL = 'CHỮ KÝ THỬ NGHIỆM';

/** Whether a certificate, or the authority that issued it, belongs to a trial. */
export const isTestCertificate = ({ subject, issuer }: Certificate): boolean =>
  [subject, issuer].some((name) =>
    [...valuesOf(name, NAME_ATTRIBUTE.organizationalUnit), ...valuesOf(name, NAME_ATTRIBUTE.commonName)].some((text) =>
      text.includes(TEST_LABEL),
    ),
  );

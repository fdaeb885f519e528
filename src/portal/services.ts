import type { Clock } from '#database';
import type { Budget } from '#identity';
import type { CopySealer, Printer } from '#print';
import type { PortalJudge } from './judge.ts';
import type { RegistryReader } from './port.ts';
import type { PortalSite } from './site.ts';
import type { PortalStore } from './store.ts';

/** Everything a portal needs; the province's and the ministry's differ in what they hand in. */
export interface PortalServices {
  readonly reader: RegistryReader;
  readonly store: PortalStore;
  readonly budget: Budget;
  readonly judge: PortalJudge;
  readonly printer: Pick<Printer, 'print'>;
  /** Seals the copies that are given out; absent where they go out without a seal. */
  readonly sealer?: CopySealer;
  /** Of the tier: dates of records are told by it. Views and limits run on real time. */
  readonly clock: Clock;
  readonly site: PortalSite;
}

import { err, ok, PlainDate, type Result } from '#kernel';
import { type Refusal, refusal } from '../refusal/refusal.ts';
import { lastDayOf, type RegisterEntry } from './register.ts';

export interface AskedWithdrawal {
  /** From this day (inclusive) signatures of the certificate in this role count no more. */
  readonly from: string;
  readonly reason: string;
  readonly decisionNumber?: string;
}
export interface Withdrawal {
  readonly from: PlainDate;
  readonly reason: string;
  readonly decisionNumber: string | undefined;
}

const tidied = (text: string): string => text.normalize('NFC').trim().replace(/\s+/g, ' ');
const REASON_MIN = 5;

/**
 * Whether the province may take back its approval of a signer. It may reach back, for a key is found stolen only afterwards (Luật Giao dịch điện tử
 * 20/2023/QH15 Điều 22: a signature counts while its data are under the signer's sole control), but never to a day on which a record that is final
 * was received with this signature: a finalized học bạ has effect and is not changed (KH 1154/KH-SGDĐT PL 2.1, 2.4).
 * `finalReceived` is the last such day.
 */
export function mayWithdraw(
  entry: RegisterEntry | undefined,
  asked: AskedWithdrawal,
  finalReceived: PlainDate | undefined,
): Result<Withdrawal, Refusal> {
  if (entry === undefined) return err(refusal('province/signer-not-found'));
  if (entry.decision !== 'approved') return err(refusal('province/signer-not-approved', { signer: entry.fullName }));
  const from = PlainDate.parse(asked.from);
  const reason = tidied(asked.reason);
  const decisionNumber = tidied(asked.decisionNumber ?? '');
  if (!from.ok) return err(refusal('transport/input-invalid', { field: 'Từ ngày', problem: 'phải là ngày có thật' }, 'Từ ngày'));
  if (reason.length < REASON_MIN)
    return err(refusal('transport/input-invalid', { field: 'Lý do', problem: `cần ít nhất ${REASON_MIN} ký tự` }, 'Lý do'));
  const lastDay = lastDayOf(entry);
  if (from.value > lastDay) return err(refusal('province/signer-ended', { signer: entry.fullName, date: PlainDate.toVietnamese(lastDay) }));
  if (finalReceived !== undefined && from.value <= finalReceived) {
    return err(
      refusal(
        'province/signer-final',
        {
          signer: entry.fullName,
          date: PlainDate.toVietnamese(finalReceived),
          earliest: PlainDate.toVietnamese(PlainDate.addDays(finalReceived, 1)),
        },
        'Từ ngày',
      ),
    );
  }
  return ok({ from: from.value, reason, decisionNumber: decisionNumber === '' ? undefined : decisionNumber });
}

/** A withdrawal may be taken back until the day before it takes effect; afterwards the school names the person again and an officer decides anew. */
export function mayUndo(withdrawal: { readonly lastDay: PlainDate } | undefined, today: PlainDate): Result<void, Refusal> {
  if (withdrawal === undefined) return err(refusal('province/withdrawal-not-found'));
  return today <= withdrawal.lastDay
    ? ok(undefined)
    : err(refusal('province/withdrawal-in-effect', { date: PlainDate.toVietnamese(PlainDate.addDays(withdrawal.lastDay, 1)) }));
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { provinceDesk, type SignerLine } from '#contract';
import { call } from '../shared/api.ts';
import { Failure } from '../shared/ui.tsx';

/** The approval of a signer may be taken back from a day on; until the day before, that may be taken back too. */
export function Withdraw({ signer }: { signer: SignerLine }) {
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [form, setForm] = useState({ from: '', reason: '', decisionNumber: '' });
  const refresh = () => client.invalidateQueries({ queryKey: ['signers'] });
  const params = { signerId: signer.signerId };
  const withdraw = useMutation({
    mutationFn: () => call(provinceDesk.withdrawSigner, { params, body: form }),
    onSuccess: () => {
      setOpen(false);
      return refresh();
    },
  });
  const undo = useMutation({ mutationFn: () => call(provinceDesk.undoWithdrawal, { params }), onSuccess: refresh });
  const open =
    withdraw.data && withdraw.data.openRecords > 0 && signer.ending ? (
      <p className="small">
        {withdraw.data.openRecords} học bạ chưa chốt mang chữ ký này, tiếp nhận từ ngày đó: trường cần thu hồi, ký lại.
      </p>
    ) : null;
  if (signer.ending?.undoable)
    return (
      <>
        {open}
        {undo.isError ? <Failure error={undo.error} /> : null}
        <button
          type="button"
          className="button"
          aria-label={`Huỷ thôi công nhận ${signer.fullName}`}
          disabled={undo.isPending}
          onClick={() => undo.mutate()}
        >
          Huỷ thôi công nhận
        </button>
      </>
    );
  if (signer.state !== 'approved' || signer.ending !== null) return open;
  if (!isOpen)
    return (
      <button type="button" className="button" aria-label={`Thôi công nhận ${signer.fullName}`} onClick={() => setOpen(true)}>
        Thôi công nhận
      </button>
    );
  const field = (key: keyof typeof form) => ({
    id: `${key}-${signer.signerId}`,
    className: 'input',
    value: form[key],
    onChange: (event: { target: { value: string } }) => setForm({ ...form, [key]: event.target.value }),
  });
  return (
    <form
      className="stack"
      aria-label={`Thôi công nhận ${signer.fullName}`}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        withdraw.mutate();
      }}
    >
      {withdraw.isError ? <Failure error={withdraw.error} /> : null}
      <div className="field">
        <label htmlFor={`from-${signer.signerId}`}>Từ ngày</label>
        <input type="date" required {...field('from')} />
      </div>
      <div className="field">
        <label htmlFor={`reason-${signer.signerId}`}>Lý do</label>
        <input required minLength={5} maxLength={500} {...field('reason')} />
      </div>
      <div className="field">
        <label htmlFor={`decisionNumber-${signer.signerId}`}>Số quyết định (nếu có)</label>
        <input maxLength={100} {...field('decisionNumber')} />
      </div>
      <div className="buttons">
        <button type="submit" className="button primary" disabled={withdraw.isPending}>
          Ghi thôi công nhận
        </button>
        <button type="button" className="button" onClick={() => setOpen(false)}>
          Đóng
        </button>
      </div>
    </form>
  );
}

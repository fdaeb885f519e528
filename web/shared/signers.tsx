import type { SignerWarningView } from '#contract';
import { nameOfRole } from '#domain';
import { CircleAlert, Hourglass } from 'lucide-react';
import { day } from './format.ts';

/** `Giáo viên chủ nhiệm 4A2`. */
export function roleName(role: string, classrooms: readonly string[] = []): string {
  const name = nameOfRole({ role, fullName: undefined, classrooms });
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

interface Ended {
  readonly cause: 'notNamed' | 'replaced' | 'withdrawn';
  readonly from: string;
  readonly reason: string | null;
  readonly decisionNumber: string | null;
}
const CAUSES: Readonly<Record<Ended['cause'], string>> = {
  notNamed: 'Trường không còn giao ký',
  replaced: 'Thay bằng chứng thư số hoặc phân công mới',
  withdrawn: 'Sở thôi công nhận',
};

/** Why somebody signs no more, from which day, by which decision. */
export function EndedNote({ ending }: { ending: Ended | null }) {
  if (ending === null) return null;
  return (
    <span className="small muted">
      {' '}
      {CAUSES[ending.cause]} từ {day(ending.from)}
      {ending.decisionNumber ? `, quyết định ${ending.decisionNumber}` : ''}
      {ending.reason ? `: ${ending.reason}` : ''}
    </span>
  );
}

/** Warnings about certificates, what blocks first. */
export function SignerWarnings({ warnings }: { warnings: readonly (SignerWarningView & { readonly schoolName?: string })[] }) {
  const ordered = [...warnings.filter(({ weight }) => weight === 'blocking'), ...warnings.filter(({ weight }) => weight === 'soon')];
  return (
    <ul className="todo">
      {ordered.map(({ weight, message, remedy, schoolName }, i) => {
        const Icon = weight === 'blocking' ? CircleAlert : Hourglass;
        return (
          <li key={i} className={weight === 'blocking' ? 'fail' : 'care'}>
            <Icon className="icon" aria-hidden="true" />
            <div>
              <b>{message}</b>
              <p>
                {schoolName ? `${schoolName}. ` : ''}
                {remedy}
              </p>
            </div>
            <span className="muted small">{weight === 'blocking' ? 'Không ký được' : 'Xử lý sớm'}</span>
          </li>
        );
      })}
    </ul>
  );
}

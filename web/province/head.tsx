import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSession } from '../shared/session.tsx';
import { PageHead } from '../shared/shell.tsx';

/** Title of a province screen with the way back to the board, and between them the screens above this one. */
export function Head({
  code,
  title,
  aside,
  above,
  buttons,
}: {
  code: string;
  title: string;
  aside?: ReactNode;
  above?: ReactNode;
  buttons?: ReactNode;
}) {
  const { session } = useSession();
  return (
    <PageHead
      code={code}
      title={title}
      aside={aside}
      buttons={buttons}
      trail={
        <>
          <li>
            <Link to="/">{session.user.organisation.name}</Link>
          </li>
          {above ? <li>{above}</li> : null}
          <li>
            <span aria-current="page">{title}</span>
          </li>
        </>
      }
    />
  );
}

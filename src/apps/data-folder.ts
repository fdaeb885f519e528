import { join } from 'node:path';

/** `HOCBA_DATA`, else the state folder of the user; root's lies where the database's own account can reach it. */
export function dataFolder(): string {
  const { HOCBA_DATA: given, XDG_STATE_HOME: state, HOME: home = '.' } = process.env;
  if (given) return given;
  return process.getuid?.() === 0 ? '/var/lib/hoc-ba-so' : join(state ?? join(home, '.local', 'state'), 'hoc-ba-so');
}

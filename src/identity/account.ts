import type { StaffId } from '#domain';
import { cleanText } from '#kernel';
import type { Role } from './role.ts';

export interface NewAccount {
  readonly username: string;
  readonly password: string;
  readonly fullName: string;
  readonly role: Role;
  /** The school, department or ministry the account belongs to. In the school tier the code is the school's sector code. */
  readonly organisation: { readonly code: string; readonly name: string };
  readonly classrooms?: readonly string[];
  readonly staffId?: StaffId;
  /** Name of the district or commune whose schools a district officer may see; such an officer without one sees none. */
  readonly area?: string;
}

export const PASSWORD_LENGTH_MIN = 10;

/** `GV.4A2.a ` and `gv.4a2.a` are one account. */
export const normaliseUsername = (text: string): string => cleanText(text).toLowerCase();

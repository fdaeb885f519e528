import { z } from 'zod';
import { Ok, type Route } from '../route.ts';
import { P } from './shared.ts';

const TokenUse = z.enum(['import', 'export', 'print']);
/** A token of a command-line program: HOCBA_TOKEN. */
export const AccessToken = z.object({ tokenId: z.string(), uses: z.array(TokenUse), createdAt: z.string(), endsAt: z.string() });
export type AccessToken = z.infer<typeof AccessToken>;

/** Tokens of command-line programs. */
export const accessTokenRoutes = {
  accessTokens: {
    method: 'GET',
    path: `${P}/access-tokens`,
    summary: 'Mã truy cập của chương trình dòng lệnh',
    answer: z.object({ tokens: z.array(AccessToken) }),
  },
  issueAccessToken: {
    method: 'POST',
    path: `${P}/access-tokens`,
    summary: 'Cấp mã truy cập; mã chỉ hiện một lần',
    body: z.object({ uses: z.array(TokenUse).min(1), days: z.int().min(1).max(30) }),
    answer: AccessToken.extend({ token: z.string() }),
  },
  revokeAccessToken: {
    method: 'DELETE',
    path: `${P}/access-tokens/:tokenId`,
    summary: 'Huỷ mã truy cập',
    params: z.object({ tokenId: z.uuid() }),
    answer: Ok,
  },
} as const satisfies Record<string, Route>;

import { check } from './check.ts';

export const rolesClaimed = check({
  id: 'roles-claimed',
  block: 'roles',
  clause: 'EN 319 102-1 §5.2.8.4.2.7',
  question: { en: 'Does each signature claim the role of its slot?', vi: 'Mỗi chữ ký có khai đúng vai trò của ô ký không?' },
  passed: 'Chữ ký khai đúng vai trò của ô ký.',
  reasons: ['signature/role-claim'],
});

import { check } from './check.ts';

export const authoritiesInDate = check({
  id: 'authorities-in-date',
  block: 'dates',
  clause: 'RFC 5280 §6.1.3 (a)(2)',
  question: {
    en: 'Were the certificates of the authorities valid then?',
    vi: 'Chứng thư số của các tổ chức chứng thực có còn hạn vào lúc đó không?',
  },
  passed: 'Chứng thư số của các tổ chức chứng thực còn hạn vào lúc đó.',
  reasons: ['authority-out-of-dates'],
});

import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Three small programs, one per desk (the server answers every path of a desk with its page), the guide, and the page of the doors. */
export default defineConfig({
  root: here('.'),
  base: '/giao-dien/',
  plugins: [react()],
  build: {
    outDir: here('../dist/web'),
    emptyOutDir: true,
    // The last browsers of Windows 7 and 8.1, which schools still have; test/support/old-browser.ts takes away what they lack.
    target: ['chrome109', 'firefox115', 'safari16.4'],
    // The content security policy has no `data:` for fonts and no inline code.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: {
        school: here('school.html'),
        province: here('province.html'),
        ministry: here('ministry.html'),
        guide: here('guide.html'),
        doors: here('doors.html'),
      },
    },
  },
});

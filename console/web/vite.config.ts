import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

// Into the classes of the module, so that the jar has it. Nothing is inlined: the page's policy allows files of its own only.
export default defineConfig({
  plugins: [svelte()],
  build: {
    outDir: '../target/classes/console',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    reportCompressedSize: false,
  },
});

import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';
import { compressedCopies } from './compressed-copies.ts';

/**
 * The peer sends its own policy as a header; this copy travels inside the page, so that the page stays closed
 * whoever serves it. (Not while developing: the development server injects styles.)
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function policyInThePage(): Plugin {
  return {
    name: 'policy-in-the-page',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY },
        injectTo: 'head-prepend',
      },
    ],
  };
}

/** The peer that answers while the page is developed with `vite`; the built page talks to whoever served it. */
const DEVELOPMENT_PEER = process.env['CHEESE_DEV_PEER'] ?? 'http://127.0.0.1:5005';

/** A peer answers its own page only: what goes through here looks as if it came from there. */
const TO_PEER = { target: DEVELOPMENT_PEER, changeOrigin: true, headers: { origin: DEVELOPMENT_PEER } };

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [svelte(), policyInThePage(), compressedCopies()],
  resolve: { conditions: ['source', ...defaultClientConditions] },
  server: { proxy: { '/v1': TO_PEER, '/openapi.json': TO_PEER } },
  // light-dark() and popovers, which the page is built on, came with these.
  build: {
    outDir: '../../dist/apps/web',
    emptyOutDir: true,
    target: ['chrome123', 'firefox125', 'safari17.5'],
    assetsInlineLimit: 0,
  },
});

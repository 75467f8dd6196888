/**
 * Where a worker script or a WebAssembly module lies that was built beside the asking module: Node 20 can't run
 * TypeScript in a worker, so a module that runs from its source (in tests) is answered with the file under `dist`.
 *
 * @param moduleUrl the asking module's `import.meta.url`
 * @param fileName the built file's name, in the same folder: `verify.worker.js`, `scalar.wasm`
 */
export function compiledFile(moduleUrl: string, fileName: string): URL {
  const beside = new URL(`./${fileName}`, moduleUrl);
  if (!moduleUrl.endsWith('.ts')) return beside;
  const root = beside.href.lastIndexOf('/libs/adapters/src/');
  return new URL(`${beside.href.slice(0, root)}/dist${beside.href.slice(root)}`);
}

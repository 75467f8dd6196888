import { readFileSync } from 'node:fs';
import { compiledFile } from '../workers/compiled-file.ts';

/** `simd` works on four headers or hashes at a time; `scalar` on one, where WebAssembly has no SIMD. */
export type KernelName = 'simd' | 'scalar';

/** A compiled kernel: threads share it, each with an instance of its own. */
export interface KernelModule {
  readonly name: KernelName;
  readonly module: WebAssembly.Module;
}

/** Reads and compiles a kernel: the fastest that this machine can run, unless one is named. */
export function loadKernel(name?: KernelName): KernelModule {
  if (name === 'scalar') return { name, module: new WebAssembly.Module(readKernel('scalar')) };
  const simd = readKernel('simd');
  if (name === undefined && !WebAssembly.validate(simd)) return loadKernel('scalar');
  return { name: 'simd', module: new WebAssembly.Module(simd) };
}

/** An instance of a compiled kernel, with memory of its own. */
export function startKernel<Exports>(module: WebAssembly.Module): Exports {
  // The compiler's runtime asks for `abort`; without assertions nothing calls it.
  const imports = { env: { abort() {} } };
  return new WebAssembly.Instance(module, imports).exports as unknown as Exports;
}

function readKernel(name: KernelName): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(compiledFile(import.meta.url, `${name}.wasm`)));
}

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';
import { ROOT } from './lib/root.mjs';

const SOURCES = 'libs/adapters/kernel/assembly';
const OUTPUT = 'dist/libs/adapters/src/kernel';

// Compiles the mining kernel from AssemblyScript to WebAssembly: one module with SIMD, one without.
mkdirSync(join(ROOT, OUTPUT), { recursive: true });
await compile('simd', ['--enable', 'simd']);
await compile('scalar', ['--disable', 'simd']);

async function compile(name, features) {
  const { error, stderr } = await asc.main([
    `${SOURCES}/${name}.ts`,
    ...['--baseDir', ROOT, '--outFile', `${OUTPUT}/${name}.wasm`],
    // No heap, no garbage collector: the kernel works in memory of fixed size.
    ...['-O3', '--runtime', 'stub', '--noAssert', '--initialMemory', '1', '--maximumMemory', '1'],
    // Warns of v128 in exported functions; none of those that the host sees has any.
    ...['--disableWarning', '112', ...features],
  ]);
  if (error) throw new Error(`the ${name} kernel does not compile:\n${stderr.toString()}`, { cause: error });
}

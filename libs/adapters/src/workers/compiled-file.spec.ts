import { compiledFile } from './compiled-file.ts';

describe('the place of a built file', () => {
  it('is beside the asking module when that one is built', () => {
    const built = 'file:///srv/app/dist/libs/adapters/src/miner/kernel.js';
    expect(compiledFile(built, 'simd.wasm').href).toBe('file:///srv/app/dist/libs/adapters/src/miner/simd.wasm');
  });

  it('is under dist when the asking module runs from its source', () => {
    const source = 'file:///C:/my%20chain/libs/adapters/src/verifier/pooled-verifier.ts';
    const expected = 'file:///C:/my%20chain/dist/libs/adapters/src/verifier/verify.worker.js';
    expect(compiledFile(source, 'verify.worker.js').href).toBe(expected);
  });
});

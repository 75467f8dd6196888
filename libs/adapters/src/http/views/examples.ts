/** Values for the document: real ones of devnet, so that they pass every check. */
export const EXAMPLES = {
  hash: '00d26bb4aef9d0d1ba0e4c6d4a5aafb8c4d7a79f4a6ab5b01b03a9a7a6f4a0c1',
  otherHash: '4bdfd0a9c2b6f1e1c6a6a0f3a3a6f4e3b0f4e1b6b0a4d5f6a7c8b9d0e1f2a3b4',
  id: 'b5f0c3a1d2e4f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f',
  address: 'dcheese1qlkh3dnmzpdtcukk8lepjpe9h7cqmz3xhl3nl73',
  publicKey: '0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798',
  time: '2026-11-01T12:00:00.000Z',
} as const;

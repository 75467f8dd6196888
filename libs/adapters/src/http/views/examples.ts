/** Values for the document: real ones of devnet, so that they pass every check. */
export const EXAMPLES = {
  hash: '00d26bb4aef9d0d1ba0e4c6d4a5aafb8c4d7a79f4a6ab5b01b03a9a7a6f4a0c1',
  otherHash: '4bdfd0a9c2b6f1e1c6a6a0f3a3a6f4e3b0f4e1b6b0a4d5f6a7c8b9d0e1f2a3b4',
  id: 'b5f0c3a1d2e4f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f',
  address: 'dcheese1qlkh3dnmzpdtcukk8lepjpe9h7cqmz3xhl3nl73',
  raw:
    '4400000063160c523d8c791bd1a639550618afc45d4125b2c40e663aedf2b88524fe81870b90c1613576206dccc45114' +
    '02e5edcb1a4186c16542e8758247072060396b1401df22d5e60238260635bc5157ca141cd793bfb86071a0a8ecacefb4' +
    'b375a8f75a63d7ea1367000000000000000026b8d92b73498500ce776c0703cdb80bd315d64c80d1f00800000000c800' +
    '00000000000056000000',
  publicKey: '0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798',
  time: '2026-11-01T12:00:00.000Z',
} as const;

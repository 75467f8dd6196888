import { StartFailure } from '../process/start-failure.ts';
import { listenOrSay } from './listen-or-say.ts';
import { type ListenRefusal, ListenRefusedError } from './transport.errors.ts';

describe('a program that cannot listen', () => {
  const said = (refusal: ListenRefusal) =>
    listenOrSay(() => Promise.reject(new ListenRefusedError(refusal))).catch((error: unknown) => error);

  it('names address, reason and the variable to change', async () => {
    const taken = await said({ code: 'port-in-use', host: '127.0.0.1', port: 9009 });
    expect(taken).toBeInstanceOf(StartFailure);
    expect(String(taken)).toContain('127.0.0.1:9009 (port-in-use): change CHEESE_P2P_PORT or CHEESE_P2P_HOST.');
    const foreign = await said({ code: 'listen-failed', host: '2001:db8::1', port: 80, errno: 'EADDRNOTAVAIL' });
    expect(String(foreign)).toContain('[2001:db8::1]:80 (listen-failed, EADDRNOTAVAIL)');
  });

  it('leaves every other failure as it is', async () => {
    const bug = new Error('a bug');
    await expect(listenOrSay(() => Promise.reject(bug))).rejects.toBe(bug);
  });
});

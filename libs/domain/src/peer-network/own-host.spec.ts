import { testSigner } from '#test/memory-node';
import { OwnHost } from './own-host.ts';

const id = (seed: number) => testSigner(seed).peerId;

describe('the address under which others see this node', () => {
  it('is unknown before anybody spoke, then what the first says', () => {
    const own = new OwnHost();
    expect(own.host).toBeUndefined();
    own.seenAs(id(1), '192.168.1.7');
    expect(own.host).toBe('192.168.1.7');
  });

  it('is what most say: one that lies is outvoted, whenever it speaks', () => {
    const own = new OwnHost();
    own.seenAs(id(1), '6.6.6.6');
    own.seenAs(id(2), '9.9.9.9');
    own.seenAs(id(3), '9.9.9.9');
    own.seenAs(id(1), '6.6.6.6');
    own.seenAs(id(1), '6.6.6.6');
    expect(own.host).toBe('9.9.9.9');
  });

  it('changes when they change their minds', () => {
    const own = new OwnHost();
    for (const seed of [1, 2, 3]) own.seenAs(id(seed), '9.9.9.9');
    for (const seed of [1, 2]) own.seenAs(id(seed), '2001:db8::1');
    expect(own.host).toBe('2001:db8::1');
  });

  it('is never a name', () => {
    const own = new OwnHost();
    for (const host of ['evil.example', '', 'localhost', '1.2.3', '<b>']) own.seenAs(id(1), host);
    expect(own.host).toBeUndefined();
  });
});

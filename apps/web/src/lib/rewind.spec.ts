import { countRewind, type Rewind } from './rewind.ts';

function hear(events: readonly (readonly [name: string, height: number])[]): Rewind | undefined {
  let rewind: Rewind | undefined;
  let before: string | undefined;
  for (const [name, height] of events) {
    if (name === 'block.disconnected') rewind = countRewind(rewind, before, height);
    before = name;
  }
  return rewind;
}

describe('a reorganisation that is heard', () => {
  it('counts the blocks that give way, and where the branches part', () => {
    expect(
      hear([
        ['block.connected', 12],
        ['block.disconnected', 12],
        ['block.disconnected', 11],
        ['block.connected', 11],
      ]),
    ).toEqual({ undone: 2, forkHeight: 10 });
  });

  it('is another one after blocks were connected', () => {
    expect(
      hear([
        ['block.disconnected', 12],
        ['block.connected', 12],
        ['block.disconnected', 12],
      ]),
    ).toEqual({ undone: 1, forkHeight: 11 });
  });
});

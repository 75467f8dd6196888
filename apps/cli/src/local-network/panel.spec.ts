import { pageLink } from './panel.ts';

const peers = [5005, 5006, 5007].map((port) => ({
  http: `http://127.0.0.1:${port}`,
  tcp: `127.0.0.1:${port + 1000}`,
  token: `token-of_${port}`,
}));
const [first, ...others] = peers as unknown as [(typeof peers)[number], ...typeof peers];

describe("the link to a peer's page", () => {
  it('carries the token in its fragment, where it stays with the browser', () => {
    expect(pageLink(first)).toBe('http://127.0.0.1:5005/#token=token-of_5005');
  });

  it('leads on to the pages of the other peers of this machine', () => {
    expect(pageLink(first, others)).toBe(
      'http://127.0.0.1:5005/#token=token-of_5005&other=5006:token-of_5006&other=5007:token-of_5007',
    );
  });
});

export type Route =
  | { readonly view: 'home' }
  | { readonly view: 'chain'; readonly before?: string }
  | { readonly view: 'block'; readonly ref: string }
  | { readonly view: 'transaction'; readonly id: string }
  | { readonly view: 'address'; readonly address: string }
  | { readonly view: 'branches' }
  | { readonly view: 'charts' }
  | { readonly view: 'open'; readonly before?: string }
  | { readonly view: 'network' }
  | { readonly view: 'learn'; readonly term?: string }
  | { readonly view: 'not-found' };

/** Cursors of lists are opaque: bounded and printable is all that is asked of them. */
const MAX_CURSOR_CHARACTERS = 200;

function isBlockReference(text: string): boolean {
  return text === 'tip' || /^\d{1,10}$/.test(text) || /^[0-9a-f]{64}$/.test(text);
}

const PLAIN_VIEWS = ['branches', 'charts', 'network'] as const;

/** A list, from its beginning or from a cursor on. */
function listRoute(view: 'chain' | 'open', query: string): Route {
  const before = new URLSearchParams(query).get('before');
  return before === null || before.length > MAX_CURSOR_CHARACTERS ? { view } : { view, before };
}

/** Which view a URL fragment (`#/block/7`) asks for. Never throws: whatever it can't read is `not-found`. */
export function parseRoute(fragment: string): Route {
  // What doesn't begin with a slash is no link of ours (an anchor, or nothing at all): the front page answers it.
  if (!fragment.startsWith('#/')) return { view: 'home' };
  const [path = '', query = ''] = fragment.slice(2).split('?', 2);
  const [view = '', argument = '', ...rest] = path.split('/');
  if (rest.length > 0) return { view: 'not-found' };
  if (view === '' && argument === '') return { view: 'home' };
  if ((view === 'chain' || view === 'open') && argument === '') return listRoute(view, query);
  const plain = PLAIN_VIEWS.find((name) => name === view);
  if (plain !== undefined && argument === '') return { view: plain };
  if (view === 'learn') return argument === '' ? { view } : { view, term: argument };
  if (view === 'block' && isBlockReference(argument.toLowerCase())) return { view, ref: argument.toLowerCase() };
  if (view === 'transaction' && /^[0-9a-f]{64}$/i.test(argument)) return { view, id: argument.toLowerCase() };
  if (view === 'address' && /^[a-z0-9]{8,90}$/i.test(argument)) return { view, address: argument.toLowerCase() };
  return { view: 'not-found' };
}

/** The links of the page, the inverse of {@link parseRoute}. */
export const linkTo = {
  home: () => '#/',
  chain: (before?: string | number) =>
    before === undefined ? '#/chain' : `#/chain?before=${encodeURIComponent(String(before))}`,
  block: (ref: string | number) => `#/block/${ref}`,
  transaction: (id: string) => `#/transaction/${id}`,
  address: (address: string) => `#/address/${address}`,
  branches: () => '#/branches',
  charts: () => '#/charts',
  open: (before?: string) => (before === undefined ? '#/open' : `#/open?before=${encodeURIComponent(before)}`),
  network: () => '#/network',
  learn: (term?: string) => (term === undefined ? '#/learn' : `#/learn/${term}`),
};

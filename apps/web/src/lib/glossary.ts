export interface GlossaryEntry {
  /** The word in the page's own language. */
  readonly title: string;
  /** What the field calls it, where that differs. */
  readonly standard?: string;
  readonly text: string;
}

/** Every word that a newcomer may stumble over, explained in two or three sentences. Keys are stable: links use them. */
export const GLOSSARY = {
  cheese: {
    title: 'Cheese',
    standard: 'block',
    text: 'A page of the common ledger: a header of 80 bytes, a reward for who made it, and the transactions it confirms. Each cheese names the smell of the one before, and so they form a chain.',
  },
  smell: {
    title: 'Smell',
    standard: 'hash',
    text: 'A fingerprint: SHA-256, applied twice, of the 80 bytes of the header. Change one bit and the smell is a wholly different number. Nobody can make a header for a smell they would like; they can only try.',
  },
  parent: {
    title: 'Parent smell',
    standard: 'previous hash',
    text: 'The smell of the cheese before this one. It is part of the header, so changing an old cheese would change the smell of every later one.',
  },
  raclette: {
    title: 'Raclette',
    standard: 'genesis block',
    text: 'The very first cheese, at height 0, the same for everybody on this network. It has no parent and carries the fingerprint of the rules.',
  },
  height: {
    title: 'Height',
    text: 'How many cheeses lie below this one: the raclette is 0, the next is 1.',
  },
  nonce: {
    title: 'Nonce',
    text: 'Four bytes of the header that mean nothing: a miner counts them up until the smell comes out small enough.',
  },
  target: {
    title: 'Target',
    text: 'The number that a smell may not exceed. The smaller the target, the more tries a cheese takes. The network moves it so that cheeses keep coming at an even pace.',
  },
  bits: {
    title: 'Bits',
    standard: 'compact target',
    text: 'The target in four bytes: one byte for its length, three for its leading digits.',
  },
  difficulty: {
    title: 'Difficulty',
    text: 'How many times harder the current target is than the easiest one that this network allows.',
  },
  merkle: {
    title: 'Merkle root',
    text: 'One fingerprint for all transactions: they are hashed in pairs, the pairs in pairs again, until one is left. It ties every transaction to the header.',
  },
  timestamp: {
    title: 'Timestamp',
    text: 'When the miner says the cheese was made, in seconds since 1970. It must be later than the parent’s and not far in the future.',
  },
  version: {
    title: 'Version',
    text: 'Says by which form the header is written. Sixteen of its bits are free for miners to vary, like a second nonce.',
  },
  proof: {
    title: 'Proof of work',
    text: 'A smell below the target can only be found by trying. So it proves that work went into the cheese, and anyone can check it with a single hash.',
  },
  mining: {
    title: 'Making cheese',
    standard: 'mining',
    text: 'Gathering open transactions into a new cheese and counting through nonces until its smell meets the target. Who finds one first gets the reward.',
  },
  reward: {
    title: 'Reward',
    standard: 'coinbase',
    text: 'New coins (50 cheesecoin at first, halved every 210 000 cheeses) and all the fees, credited to whoever made the cheese.',
  },
  fee: {
    title: 'Fee',
    text: 'What the sender leaves to the miner. Space in a cheese is limited, so those who pay more per byte are taken first.',
  },
  cheesecoin: {
    title: 'Cheesecoin',
    text: 'The currency of this chain. One cheesecoin is 100 000 000 crumbs.',
  },
  crumb: {
    title: 'Crumb',
    text: 'The smallest piece: 0.00000001 cheesecoin. Inside, every amount is a whole number of crumbs, so nothing is ever rounded.',
  },
  open: {
    title: 'Open transactions',
    standard: 'mempool',
    text: 'Payments that have been announced and checked, but are in no cheese yet. The next miner picks from them, best fee per byte first.',
  },
  confirmation: {
    title: 'Confirmations',
    text: 'How many cheeses bury a transaction, its own included. With each one, undoing the payment would cost more work.',
  },
  immature: {
    title: 'Ripening',
    standard: 'immature reward',
    text: 'A mining reward that cannot be spent yet: some networks let it ripen for a number of cheeses, in case the chain is reorganised.',
  },
  work: {
    title: 'Total work',
    text: 'The expected number of hashes that went into the whole chain. Of two chains, the one with more work counts, not the longer one.',
  },
  reorganisation: {
    title: 'Reorganisation',
    text: 'When a branch with more work appears, a peer undoes its own newest cheeses and follows it. Undone payments become open again.',
  },
  peer: {
    title: 'Peer',
    text: 'A complete participant: it keeps the whole chain, checks every rule by itself and passes on what is valid. This page is served by yours.',
  },
  tracker: {
    title: 'Tracker',
    text: 'A meeting point that tells peers of each other. It has no say over the chain; peers that know each other go on without it.',
  },
  address: {
    title: 'Address',
    text: 'Where coins can be sent: the fingerprint of a public key, with a checksum that catches mistyped letters. The part before the first 1 names the network.',
  },
  checksum: {
    title: 'Checksum',
    standard: 'bech32m (BIP-350)',
    text: 'Six letters at the end of an address that are worked out from all the others. One mistyped letter, and they no longer fit: so no coins go to an address that nobody has.',
  },
  signature: {
    title: 'Signature',
    standard: 'ECDSA on secp256k1',
    text: 'What only the owner of the secret key can make, and everybody can check with the public one. Each payment carries one; change a single crumb of it, and it no longer fits.',
  },
  network: {
    title: 'Network',
    standard: 'mainnet, testnet, devnet',
    text: 'A chain with rules and coins of its own. The devnet is for trying things: cheeses are quickly made, and its coins are worth nothing.',
  },
  thread: {
    title: 'Thread',
    text: 'One strand of work for the processor. A miner on two threads tries two nonces at once; more threads than the machine has cores bring nothing.',
  },
  stratum: {
    title: 'Stratum',
    standard: 'Stratum v1',
    text: 'The language in which mining machines ask for work. A peer that listens for it hands out headers to try, and checks the shares that come back.',
  },
  share: {
    title: 'Share',
    text: 'A smell that is nearly small enough. It is worth no coins, but shows how hard a connected miner works.',
  },
  path: {
    title: 'Proof of inclusion',
    standard: 'merkle proof',
    text: 'The few hashes that lead from one payment up to the merkle root. Whoever has only the header can check with them that the payment is in the cheese, without seeing the rest.',
  },
  words: {
    title: 'Secret words',
    standard: 'mnemonic (BIP-39)',
    text: 'Your key, as ordinary words. Whoever knows them can spend your coins, on any computer; whoever loses them has no second way in.',
  },
  memo: {
    title: 'Memo',
    text: 'Up to 256 bytes of text that travel with a payment. Public, and for ever.',
  },
  count: {
    title: 'Payment number',
    standard: 'account nonce',
    text: 'Each payment of an account carries the next number. So none can be played twice, and they are confirmed in order.',
  },
  supply: {
    title: 'Supply',
    text: 'All coins made so far. Only rewards make new ones, by a fixed schedule, and never more than the rules allow.',
  },
  hashrate: {
    title: 'Hash rate',
    text: 'How many smells a miner tries each second.',
  },
} as const satisfies Record<string, GlossaryEntry>;

export type GlossaryKey = keyof typeof GLOSSARY;

/** The words in the order in which they are best read, by chapter; every word stands in one. */
export const GLOSSARY_CHAPTERS: readonly { readonly title: string; readonly words: readonly GlossaryKey[] }[] = [
  {
    title: 'The chain',
    words: ['cheese', 'smell', 'parent', 'raclette', 'height', 'merkle', 'path', 'timestamp', 'version', 'bits'],
  },
  {
    title: 'How cheese is made',
    words: ['mining', 'nonce', 'target', 'proof', 'difficulty', 'work', 'hashrate', 'thread', 'stratum', 'share'],
  },
  {
    title: 'Money',
    words: [
      'cheesecoin',
      'crumb',
      'reward',
      'immature',
      'supply',
      'open',
      'fee',
      'memo',
      'count',
      'signature',
      'confirmation',
    ],
  },
  { title: 'Your wallet', words: ['words', 'address', 'checksum'] },
  { title: 'The others', words: ['network', 'peer', 'tracker', 'reorganisation'] },
];

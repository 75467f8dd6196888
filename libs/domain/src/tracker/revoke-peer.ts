import type { RevocationList } from '../peer-network/revocation-list.ts';
import { accepted, type Result } from '../primitives/result.ts';
import type { AdmissionOrderRefusal } from './admission.errors.ts';
import type { Admission } from './admission.ts';
import type { RegisteredPeer } from './registered-peer.ts';
import type { Registry } from './registry.ts';
import type { RevocationTarget } from './ticket-office.ts';

/** Throws an identity out and tells every peer in session. Gives the signed list that others will ask tickets by. */
export async function revokePeer(
  { admission, registry }: { readonly admission: Admission; readonly registry: Registry },
  target: RevocationTarget,
  forget: (peer: RegisteredPeer, reason: string) => void,
): Promise<Result<RevocationList | undefined, AdmissionOrderRefusal>> {
  const revoked = await admission.revoke(target);
  if (!revoked.ok) return revoked;
  const peer = registry.get(revoked.value);
  const session = peer?.session;
  if (peer !== undefined) forget(peer, 'peer-revoked');
  session?.disconnect('peer-revoked');
  admission.tellRevoked(registry.all().flatMap((each) => each.session ?? []));
  return accepted(admission.state().list);
}

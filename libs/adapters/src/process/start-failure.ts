/** Why a program cannot start: said on standard error in one or a few lines, exit code 2. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
}

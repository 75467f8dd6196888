/**
 * A value type that the compiler keeps apart from its plain representation: an amount is not a height,
 * though both are numbers. The brand exists only in types; at run time the value is the plain one.
 */
export type Brand<Plain, Name extends string> = Plain & { readonly __brand: Name };

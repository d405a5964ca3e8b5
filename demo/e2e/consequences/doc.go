// Package consequences tests what a user or an attacker sees after something has happened: a
// replay, hours of use, a sign-out that must end everything. It uses the stack from outside: HTTP,
// cookies, tokens, and the log, for the id of the check that refused.
//
// All tests share one stack with a clock that moves. They run one after the other, and each signs
// in anew, so that none depends on the state that another has left.
package consequences

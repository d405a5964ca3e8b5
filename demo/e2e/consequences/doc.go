// Package consequences asserts what a user or an attacker sees after something
// happened: a replay later in the window, a session in use for hours, a sign-out
// that must end everything. It sees the stack from outside: HTTP to the services,
// cookies, tokens, and the log for the id of the check that refused.
//
// One stack with a clock that moves serves all tests. They run one after the
// other; each signs in anew, so none depends on what another left behind.
package consequences

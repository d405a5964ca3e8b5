// Package e2e tests the whole stack from outside.
//
//	browser/      a scripted browser: Login, Approve, Deny, and a list of what went over the wire
//	chromium/     a real one, through chromedp
//	rig/          the stack in this process, with a clock that moves and parts that can be stopped
//	faults/       200 sessions at work while parts break
//	conformance/  rows of the list of checks that need more than one role, by id
//	consequences/ what a user or an attacker sees after a replay, hours of use, a sign-out
//	commands/     the small programs of client/cmd, as processes
//
// The tests of this package itself need more than Go: TestBrowser a chromium,
// TestCompose a Docker engine. Both are skipped where that is missing, unless
// BROWSER=required or COMPOSE=required.
package e2e

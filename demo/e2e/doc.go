// Package e2e tests the whole stack from outside.
//
//	browser/      a scripted browser: Login, Approve, Deny, and a list of all messages
//	chromium/     a real browser, through chromedp, with axe-core
//	firstvisit/   the twenty things of the README, in a browser and a terminal
//	accessible/   each page for users of keyboards, screen readers, phones, projectors
//	rig/          the stack in the test's process, with a clock that moves and parts that can be stopped
//	presenting/   the scripts of presenter mode, played by keys, and their recordings
//	forged/       the forged tokens of the control API, and the checks that refuse them
//	faults/       100 sessions at work while parts fail
//	conformance/  rows of the list of checks that need more than one service, by id
//	consequences/ what a user or an attacker sees after a replay, hours of use, a sign-out
//	production/   the production profile: two of each service behind a TLS proxy
//	revocation/   how long a revoked token is accepted
//	oidcc/        the modules of the OpenID conformance suite as tests
//	clients/      client libraries of other projects against the authorization server
//	commands/     the small programs of client/cmd, as processes
//
// The tests in this package itself need more than Go: TestBrowser needs Chromium, TestCompose a
// Docker engine. Without them they are skipped, unless BROWSER=required or COMPOSE=required.
package e2e

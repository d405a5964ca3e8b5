// Package accessible tests the pages of all services in a real browser for everybody: users of
// keyboards, of screen readers, of magnifiers, with and without scripts, in light, dark and forced
// colours, on a phone and on a projector. The criteria are those of WCAG 2.2 A and AA.
//
// The tests find the pages of the inspector by following its links, so a new page is tested as
// soon as another page links to it. They run with `make e2e` only.
package accessible

package e2e_test

import (
	"testing"

	"quartet.example/demo/e2e/chromium"
	"quartet.example/demo/e2e/rig"
)

// A click on a fingerprint marks its messages without leaving the page; the key t ends and begins it.
func TestBrowserFollowsAValue(t *testing.T) {
	s, b := rig.Start(t), chromium.Start(t)
	s.SignIn(t)
	b.Open(s.Inspector + "/")
	b.Await(`#rows .hop a.cover`)
	b.Evaluate(`location.href = "/flows/" + document.querySelector(".diagram[data-flow]").dataset.flow; ""`)
	b.Await(`main #rows a.follow`)
	b.Await(`[data-live="thread"]`)
	b.Evaluate(`window.stays = "yes"; ""`)
	b.Click(`#rows a.follow`, `.thread`)
	b.Await(`#rows .lit .marked`)
	b.Await(`#rows .dim`)
	if got := b.Evaluate(`window.stays ?? "no"`); got != "yes" {
		t.Errorf("the page was left: %s", got)
	}
	b.Press("t")
	b.AwaitGone(`.thread`)
	b.Press("t")
	b.Await(`.thread`)
}

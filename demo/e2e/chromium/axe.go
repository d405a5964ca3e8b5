package chromium

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// axeSource is axe-core 4.14.1, see testdata/axe/README.md.
//
//go:embed testdata/axe/axe.min.js
var axeSource string

// runAxe runs the rules of WCAG 2.2 A and AA, and axe's best practices. The result is reduced to
// what a report needs.
const runAxe = `axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  resultTypes: ["violations", "incomplete"],
}).then((r) => {
  const nodes = (kind) => r[kind].flatMap((rule) => rule.nodes.map((n) => ({
    rule: rule.id, target: n.target.flat().join(" "), html: n.html.slice(0, 200),
    why: [...n.any, ...n.all, ...n.none].map((c) => c.message).join("; "),
  })));
  return JSON.stringify({violations: nodes("violations"), incomplete: nodes("incomplete")});
})`

// Finding is one rule of axe that one element breaks, or may break.
type Finding struct {
	Rule   string // such as color-contrast, see https://dequeuniversity.com/rules/axe/4.14/
	Target string // a selector of the element
	HTML   string // the beginning of the element
	Why    string
}

// Findings are the results of axe for one page.
type Findings struct {
	Violations []Finding
	Incomplete []Finding // axe could not decide
}

// Axe checks the page with axe-core. It runs in a JavaScript world of its own, so the content
// security policy of the page need not allow it, and the page cannot notice it.
func (b *Browser) Axe() Findings {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 6*patience)
	defer cancel()
	text, err := axe(ctx)
	var found Findings
	if err == nil {
		err = json.Unmarshal([]byte(text), &found)
	}
	if err != nil {
		b.t.Fatalf("axe, at %s: %v", b.Address(), err)
	}
	return found
}

func axe(ctx context.Context) (string, error) {
	tree, err := chromedp.Call(ctx, page.GetFrameTree, cdp.Empty{})
	if err != nil {
		return "", err
	}
	world, err := chromedp.Call(ctx, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: tree.FrameTree.Frame.ID, WorldName: "axe"})
	if err != nil {
		return "", err
	}
	if _, err := evaluateIn(ctx, world.ExecutionContextID, axeSource+"\n;''"); err != nil {
		return "", err
	}
	return evaluateIn(ctx, world.ExecutionContextID, runAxe)
}

// evaluateIn runs a script in one JavaScript world and returns its result, which must be text.
func evaluateIn(ctx context.Context, world runtime.ExecutionContextID, script string) (string, error) {
	yes := true
	result, err := chromedp.Call(ctx, runtime.Evaluate, runtime.EvaluateParams{
		Expression: script, ContextID: world, AwaitPromise: &yes, ReturnByValue: &yes,
	})
	switch {
	case err != nil:
		return "", err
	case result.ExceptionDetails != nil:
		return "", errors.New(result.ExceptionDetails.Text + " " + fmt.Sprint(result.ExceptionDetails.Exception))
	}
	var text string
	err = json.Unmarshal(result.Result.Value, &text)
	return text, err
}

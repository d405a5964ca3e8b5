package chromium

import (
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// Media sets media features, as pairs of name and value: Media("forced-colors", "active"). Without
// arguments it resets all of them.
func (b *Browser) Media(features ...string) {
	b.t.Helper()
	b.media("", features)
}

// Print shows the page as it would be printed, with these media features (see Media).
func (b *Browser) Print(features ...string) {
	b.t.Helper()
	b.media("print", features)
}

func (b *Browser) media(kind string, features []string) {
	b.t.Helper()
	media := emulation.SetEmulatedMediaParams{Media: kind}
	for i := 0; i+1 < len(features); i += 2 {
		media.Features = append(media.Features, &emulation.MediaFeature{Name: features[i], Value: features[i+1]})
	}
	ctx, cancel := b.limit()
	defer cancel()
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, media); err != nil {
		b.t.Fatalf("media: %v", err)
	}
}

// WithoutScripts turns the scripts of the pages off, from the next page on. Evaluate still works.
func (b *Browser) WithoutScripts() {
	b.t.Helper()
	ctx, cancel := b.limit()
	defer cancel()
	if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		b.t.Fatalf("without scripts: %v", err)
	}
}

// Offline blocks all requests over http and https, or allows them again.
func (b *Browser) Offline(off bool) {
	b.t.Helper()
	ctx, cancel := b.limit()
	defer cancel()
	blocked := network.SetBlockedURLsParams{URLPatterns: []*network.BlockPattern{{URLPattern: "http://*:*/*", Block: off}, {URLPattern: "https://*:*/*", Block: off}}}
	if _, err := chromedp.Call(ctx, network.SetBlockedURLs, blocked); err != nil {
		b.t.Fatalf("offline: %v", err)
	}
}

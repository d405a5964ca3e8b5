package page_test

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/page"
)

// TestShots writes a picture of each page of the gallery to $PAGE_SHOTS:
//
//	PAGE_SHOTS=/tmp/shots go test -run TestShots ./page
func TestShots(t *testing.T) {
	dir := os.Getenv("PAGE_SHOTS")
	if dir == "" {
		t.Skip("PAGE_SHOTS is not set")
	}
	e := echo.New()
	page.Mount(e)
	for name, body := range renderGallery(t, "") {
		e.GET("/"+name, func(c echo.Context) error {
			c.Response().Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'")
			return c.HTMLBlob(200, body)
		})
	}
	srv := httptest.NewServer(e)
	defer srv.Close()
	b := startBrowser(t)
	for name := range renderGallery(t, "") {
		for _, theme := range []string{"light", "dark"} {
			for _, width := range []int{320, 390, 1280, 1920} {
				b.shoot(srv.URL+"/"+name, theme, width, filepath.Join(dir, fmt.Sprintf("%s-%d-%s.png", name, width, theme)))
			}
		}
		b.shoot(srv.URL+"/"+name, "forced", 1280, filepath.Join(dir, name+"-1280-forced.png"))
	}
}

// browser controls Chromium by the DevTools protocol through a pipe, which needs no library: JSON
// messages that end with NUL, written to its file 3 and read from its file 4.
type browser struct {
	t       *testing.T
	out     *os.File
	in      *bufio.Reader
	id      int
	session string
}

func startBrowser(t *testing.T) *browser {
	t.Helper()
	theirs, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	in, answers, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
		"--remote-debugging-pipe", "--user-data-dir="+t.TempDir(), "about:blank")
	cmd.ExtraFiles = []*os.File{theirs, answers}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_, _ = theirs.Close(), answers.Close()
	b := &browser{t: t, out: out, in: bufio.NewReader(in)}
	t.Cleanup(func() {
		b.session = ""
		b.call("Browser.close", nil)
		_ = cmd.Wait()
	})
	var target struct{ TargetID string }
	b.into(&target, "Target.createTarget", map[string]any{"url": "about:blank"})
	var attached struct{ SessionID string }
	b.into(&attached, "Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true})
	b.session = attached.SessionID
	b.call("Page.enable", nil)
	return b
}

type message struct {
	ID     int             `json:"id,omitempty"`
	Method string          `json:"method"`
	Params any             `json:"params,omitempty"`
	Sess   string          `json:"sessionId,omitempty"`
	Result json.RawMessage `json:"result,omitempty"`
	Error  json.RawMessage `json:"error,omitempty"`
}

func (b *browser) call(method string, params any) json.RawMessage {
	b.t.Helper()
	b.id++
	out, err := json.Marshal(message{ID: b.id, Method: method, Params: params, Sess: b.session})
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := b.out.Write(append(out, 0)); err != nil {
		b.t.Fatal(err)
	}
	m := b.read(func(m message) bool { return m.ID == b.id })
	if m.Error != nil {
		b.t.Fatalf("%s: %s", method, m.Error)
	}
	return m.Result
}

func (b *browser) read(wanted func(message) bool) message {
	b.t.Helper()
	for {
		line, err := b.in.ReadBytes(0)
		if err != nil {
			b.t.Fatal(err)
		}
		var m message
		if err := json.Unmarshal(line[:len(line)-1], &m); err != nil {
			b.t.Fatal(err)
		}
		if wanted(m) {
			return m
		}
	}
}

func (b *browser) into(v any, method string, params any) {
	b.t.Helper()
	if err := json.Unmarshal(b.call(method, params), v); err != nil {
		b.t.Fatal(err)
	}
}

func (b *browser) shoot(url, theme string, width int, file string) {
	b.t.Helper()
	height := map[int]int{320: 640, 390: 844, 1280: 800, 1920: 1080}[width]
	b.call("Emulation.setDeviceMetricsOverride", map[string]any{"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})
	features := []map[string]string{{"name": "prefers-color-scheme", "value": theme}}
	if theme == "forced" {
		features = []map[string]string{{"name": "prefers-color-scheme", "value": "dark"}, {"name": "forced-colors", "value": "active"}}
	}
	b.call("Emulation.setEmulatedMedia", map[string]any{"features": features})
	b.call("Page.navigate", map[string]any{"url": url})
	b.read(func(m message) bool { return m.Method == "Page.loadEventFired" })
	var over struct{ Result struct{ Value int } }
	b.into(&over, "Runtime.evaluate", map[string]any{"expression": "document.documentElement.scrollWidth - innerWidth"})
	if over.Result.Value > 0 {
		b.t.Errorf("%s at %d px: %d px too wide", url, width, over.Result.Value)
	}
	var picture struct{ Data string }
	b.into(&picture, "Page.captureScreenshot", map[string]any{"captureBeyondViewport": true})
	body, err := base64.StdEncoding.DecodeString(picture.Data)
	if err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(file, body, 0o600); err != nil {
		b.t.Fatal(err)
	}
}

package inspector_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"quartet.example/shared/redistest"
)

// upload posts a file as the form does, and returns the status, the address of the page in the end, and
// the page.
func upload(t *testing.T, address, body string, header ...string) (status int, at string, page *goquery.Document) {
	t.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, err := w.CreateFormFile("file", "../../etc/passwd")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(part, body)
	_ = w.Close()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address+"/import", &form)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", w.FormDataContentType())
	req.Header.Set("Accept", "text/html")
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if page, err = goquery.NewDocumentFromReader(resp.Body); err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, resp.Request.URL.Path, page
}

// A flow that was exported can be imported, is marked, and stays apart from the recording.
func TestExportIsImported(t *testing.T) {
	client := redistest.New(t)
	signIn(t, client)
	address := start(t, client)
	hops := document(t, address, 8)
	id := strings.TrimPrefix(hops.Find(".flow").AttrOr("id", ""), "f-")
	empty := start(t, redistest.New(t))
	for _, ext := range []string{".html", ".jsonl"} {
		_, file := get(t, address+"/flows/"+id+ext)
		status, at, page := upload(t, empty, file)
		if status != http.StatusOK || !strings.HasPrefix(at, "/imported/file-") {
			t.Fatalf("%s: got %d at %s: %.300s", ext, status, at, page.Text())
		}
		if got := page.Find(".messages details").Length(); got != 8 {
			t.Errorf("%s: got %d messages, want 8", ext, got)
		}
		if !strings.Contains(page.Find(".imported").Text(), "Imported from a file. Read only") {
			t.Errorf("%s: the page is not marked as imported", ext)
		}
	}
	if _, body := get(t, empty+"/hops.json"); !strings.Contains(body, `"hops":[]`) {
		t.Errorf("the recording has %.300s, want no message", body)
	}
	if _, body := get(t, empty+"/import", "Accept", "text/html"); strings.Count(body, `href="/imported/file-`) != 2 {
		t.Error("the form does not list what was imported")
	}
	if status, body := get(t, empty+"/compare?a=file-1&b=file-2", "Accept", "text/html"); status != http.StatusOK || !strings.Contains(body, "The messages are the same") {
		t.Errorf("compare: got %d %.300s", status, body)
	}
}

// A file may come from anybody.
func TestImportRefuses(t *testing.T) {
	address := start(t, redistest.New(t))
	for name, body := range map[string]string{"nothing": "", "text": "hello", "markup": "<script>alert(1)</script>", "a secret": `{"v":1}`, "a large file": strings.Repeat("x", 4<<20+1)} {
		status, at, page := upload(t, address, body)
		if status != http.StatusBadRequest || at != "/import" || page.Find(".notice.error").Length() != 1 || page.Find("main script:not([src])").Length() != 0 {
			t.Errorf("%s: got %d at %s: %.200s", name, status, at, page.Text())
		}
	}
	if status, _, page := upload(t, address, "x", "Sec-Fetch-Site", "cross-site"); status != http.StatusBadRequest || !strings.Contains(page.Text(), "inspector.same_origin") {
		t.Errorf("from another site: got %d", status)
	}
	if status, _ := get(t, address+"/imported/file-1"); status != http.StatusNotFound {
		t.Errorf("an unknown file: got %d, want 404", status)
	}
}

// Two flows are compared message by message, without a script.
func TestFlowsAreCompared(t *testing.T) {
	client := redistest.New(t)
	signIn(t, client)
	signInAndCall(t, client, 1)
	address := start(t, client)
	flows := document(t, address, 18).Find(".flow")
	a, b := strings.TrimPrefix(flows.Eq(0).AttrOr("id", ""), "f-"), strings.TrimPrefix(flows.Eq(1).AttrOr("id", ""), "f-")
	_, body := get(t, address+"/compare?a="+a+"&b="+b, "Accept", "text/html")
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if got := doc.Find("tbody tr:not(.why)").Length(); got != 10 {
		t.Errorf("got %d rows, want 10", got)
	}
	if got := doc.Find(".alone th").Text(); got != "only in Aonly in A" {
		t.Errorf("got %q, want the two calls that are only in A", got)
	}
	if got := doc.Find("#a option[selected]").AttrOr("value", ""); got != a {
		t.Errorf("the form has %q, want %q", got, a)
	}
	if status, _ := get(t, address+"/compare?a=1-0&b=2-0", "Accept", "text/html"); status != http.StatusNotFound {
		t.Errorf("unknown flows: got %d, want 404", status)
	}
}

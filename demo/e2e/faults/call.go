package faults

import (
	"io"
	"net/http"

	"quartet.example/demo/e2e/rig"
)

// call makes one API call as the page does.
func (c *Crowd) call(i int) {
	r, err := http.NewRequest(http.MethodGet, c.s.Client+"/api/notes", http.NoBody)
	if err != nil {
		c.t.Error(err)
		return
	}
	r.Header.Set("X-Requested-With", "quartet")
	r.Header.Set("Cookie", rig.SessionCookie+"="+c.cookies[i])
	resp, err := c.http.Do(r)
	if err != nil {
		c.note(i, 0, "no answer: "+err.Error())
		return
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	switch {
	case err != nil:
		c.note(i, 0, "half an answer: "+err.Error())
	case resp.StatusCode == http.StatusServiceUnavailable && resp.Header.Get("Retry-After") == "":
		c.note(i, 0, "503 without Retry-After")
	case len(resp.Cookies()) > 0:
		c.note(i, 0, resp.Status+" with a cookie")
	default:
		c.note(i, resp.StatusCode, resp.Status+" "+string(body))
	}
}

func (c *Crowd) note(i, status int, said string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch status {
	case http.StatusOK:
		c.good[i]++
		c.said["200"]++
	case http.StatusServiceUnavailable:
		c.said["503"]++
	default:
		c.refused[i] = append(c.refused[i], said)
	}
}

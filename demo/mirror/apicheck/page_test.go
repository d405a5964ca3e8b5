package apicheck_test

import (
	"testing"

	"quartet.example/demo/mirror/apicheck"
	"quartet.example/demo/mirror/report/reporttest"
)

func TestPageListsTheDefences(t *testing.T) {
	reporttest.ListsDefences(t, "../../../docs/check-api.md", "the API", apicheck.Defences())
}

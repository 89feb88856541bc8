export * from "../../tests/page/vendor/jsonc";

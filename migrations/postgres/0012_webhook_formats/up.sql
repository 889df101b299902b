ALTER TABLE webhook_endpoints
  DROP CONSTRAINT webhook_endpoints_format_check,
  ADD CONSTRAINT webhook_endpoints_format_check
    CHECK (format IN ('native', 'connectfi', 'telness', 'fortis', 'payengine'));

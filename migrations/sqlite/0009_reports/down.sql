DROP TABLE report_counts;
DROP TABLE report_facts;
